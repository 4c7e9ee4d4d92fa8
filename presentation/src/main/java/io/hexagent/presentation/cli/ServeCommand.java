package io.hexagent.presentation.cli;

import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.presentation.LogSetup;
import io.hexagent.presentation.api.ApiServer;
import io.hexagent.presentation.api.Hosts;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the HTTP API until it is told to stop. */
@Command(name = "serve", description = "Serves the HTTP API.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "The port (8000); 0 takes a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on (127.0.0.1). Beyond this machine only with HEXAGENT_API_KEY.")
    private @Nullable String host;

    ServeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        LogSetup.serving();
        Settings settings = around.settings().apply(given());
        Settings.Server server = settings.server();
        if (!Hosts.isLoopback(server.host()) && server.apiKey().isEmpty()) {
            throw Failure.unusable(
                    "invalid_setting",
                    "listening on " + server.host() + " opens the API to others and needs a key: set HEXAGENT_API_KEY"
                            + " (clients then send Authorization: Bearer …), or listen on 127.0.0.1");
        }
        ApiServer.checkFree(server);
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var hook = Thread.ofPlatform().name("stop").unstarted(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
            // Stopped as asked: that is no failure, whichever signal asked for it.
            Runtime.getRuntime().halt(Exit.OK);
        });
        // From here on there may be a database of our own: a start that is told to stop is finished and then undone.
        Runtime.getRuntime().addShutdownHook(hook);
        try (Hexagent hexagent = around.serve(settings)) {
            if (stop.getCount() > 0) {
                serve(hexagent, stop);
            }
        } finally {
            stopped.countDown();
            forget(hook);
        }
        return Exit.OK;
    }

    private void serve(Hexagent hexagent, CountDownLatch stop) throws InterruptedException {
        try (ApiServer api = ApiServer.start(hexagent)) {
            around.out().println("Listening on " + api.address());
            around.out().flush();
            Thread warming = Thread.ofPlatform().name("warming").daemon().start(() -> warmUp(hexagent));
            stop.await();
            // One period of grace for all: while the runs end, the server answers whoever waits for them.
            hexagent.leave();
            api.leave();
            hexagent.handBack();
            warming.join();
        }
    }

    /** The server is ready before its embedding model is: most questions do without, and the rest wait for it. */
    private static void warmUp(Hexagent hexagent) {
        try {
            hexagent.warmUp();
        } catch (RuntimeException problem) {
            LoggerFactory.getLogger(ServeCommand.class).warn("the embedding model could not be loaded", problem);
        }
    }

    /** When it is not the hook that stopped it, the exit code is for others to give. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            LoggerFactory.getLogger(ServeCommand.class).debug("stopped by a signal");
        }
    }

    private Map<String, String> given() {
        var given = new HashMap<String, String>();
        if (host != null) {
            given.put("server.host", host);
        }
        if (port != null) {
            given.put("server.port", port.toString());
        }
        return given;
    }
}
