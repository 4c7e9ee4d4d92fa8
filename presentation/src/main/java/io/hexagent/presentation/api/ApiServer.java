package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.config.StartFailure;
import io.hexagent.presentation.stream.Streams;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.netty.channel.EventLoopGroupRegistry;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import io.micronaut.runtime.server.EmbeddedServer;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server around an open program, which it does not close. Its configuration comes from the settings alone. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final long GOODBYE_SECONDS = 1;

    /** Room for what a form has around its file. */
    private static final long FORM_BYTES = 1 << 20;

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final String host;
    private final AtomicBoolean left = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long leftAt;
    private volatile CompletableFuture<?> going = CompletableFuture.completedFuture(null);
    private final Duration grace;

    private ApiServer(ApplicationContext context, EmbeddedServer server, Settings.Server settings) {
        this.context = context;
        this.server = server;
        this.host = settings.host();
        this.grace = settings.grace();
    }

    /**
     * Listens as the program's settings say; port 0 takes a free one.
     *
     * @throws StartFailure when the address cannot be listened on
     */
    public static ApiServer start(Hexagent hexagent) {
        Settings settings = hexagent.settings();
        // Nothing is read from the environment: a variable that Micronaut knows must not change this server.
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .bootstrapEnvironment(false)
                .enableDefaultPropertySources(false)
                .environmentPropertySource(false)
                .environments("server")
                .banner(false)
                .properties(properties(settings))
                .singletons(hexagent)
                .build();
        try {
            context.start();
            EmbeddedServer server = context.getBean(EmbeddedServer.class);
            server.start();
            return new ApiServer(context, server, settings.server());
        } catch (RuntimeException problem) {
            context.close();
            throw isTaken(problem) ? taken(settings.server(), problem) : problem;
        }
    }

    /** Fails early when the port is taken, before anything is opened. @throws StartFailure saying so */
    public static void checkFree(Settings.Server server) {
        if (server.port() == 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
        } catch (UnknownHostException unknown) {
            throw new StartFailure("there is no host \"" + server.host() + "\" to listen on", unknown);
        } catch (BindException problem) {
            throw taken(server, problem);
        } catch (IOException problem) {
            throw new StartFailure(
                    "cannot listen on " + server.host() + ":" + server.port() + "; choose another --host or --port",
                    problem);
        }
    }

    /** Where it listens, as {@code http://127.0.0.1:8000}. */
    public String address() {
        String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + server.getPort();
    }

    /** How many threads read and write on its connections. */
    int ioThreads() {
        int threads = 0;
        for (EventExecutor ignored :
                context.getBean(EventLoopGroupRegistry.class).getDefaultEventLoopGroup()) {
            threads++;
        }
        return threads;
    }

    /** The streams that are open. */
    Streams streams() {
        return context.getBean(Streams.class);
    }

    /**
     * Begins to stop, and returns at once: takes no new connections, refuses what would begin something, and ends the
     * streams. The setting server.grace counts from here. A second call does nothing.
     */
    public void leave() {
        if (left.getAndSet(true)) {
            return;
        }
        leftAt = System.nanoTime();
        refuse();
        going = CompletableFuture.allOf(
                        context.getBean(ChatSocket.class).leave(),
                        context.getBean(StrategySocket.class).leave())
                .<@Nullable Object>thenApply(gone -> null)
                .completeOnTimeout(null, GOODBYE_SECONDS, TimeUnit.SECONDS)
                .thenCompose(
                        gone -> context.getBean(GracefulShutdownManager.class).shutdownGracefully());
    }

    /** Is not ready any more, and refuses what would begin something. */
    void refuse() {
        context.getBean(Leaving.class).begin();
    }

    /** Leaves, lets requests at work end for as long as the settings grant, and stops. A second call does nothing. */
    @Override
    public void close() {
        leave();
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            long rest = Math.max(0, grace.toNanos() - (System.nanoTime() - leftAt));
            going.get(rest, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            LOG.warn("some requests did not end within {} s", grace.toSeconds());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException problem) {
            LOG.warn("the server did not stop gracefully", problem);
        }
        server.stop();
        context.close();
    }

    private static Map<String, Object> properties(Settings settings) {
        Settings.Server server = settings.server();
        var properties = new HashMap<String, Object>();
        properties.put("micronaut.application.name", "hexagent");
        properties.put("micronaut.server.host", server.host());
        properties.put("micronaut.server.port", server.port() == 0 ? -1 : server.port());
        properties.put(
                "micronaut.server.max-request-size",
                Math.max(settings.limits().datasetBytes(), settings.documents().maxBytes()) + FORM_BYTES);
        properties.put("micronaut.server.idle-timeout", server.patience().plusSeconds(60));
        if (server.ioThreads() > 0) {
            properties.put("micronaut.netty.event-loops.default.num-threads", server.ioThreads());
        }
        properties.put("micronaut.server.date-header", true);
        properties.put("micronaut.lifecycle.graceful-shutdown.enabled", true);
        properties.put("micronaut.lifecycle.graceful-shutdown.grace-period", server.grace());
        return properties;
    }

    private static boolean isTaken(Throwable problem) {
        for (@Nullable Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static StartFailure taken(Settings.Server server, Throwable problem) {
        return new StartFailure(
                "port " + server.port() + " on " + server.host()
                        + " is in use or not allowed; stop what listens there, or choose another with --port",
                problem);
    }
}
