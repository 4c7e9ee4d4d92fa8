package io.hexagent.infrastructure.http;

import java.io.IOException;
import java.net.Socket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/** A connection that logs nothing, at no level: Apache's own writes keys and prompts to the log at DEBUG. */
public final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    QuietConnection(Http1Config config) {
        super(config);
    }

    /** A connection over the socket, which may be bound later. */
    public static QuietConnection on(@Nullable Socket socket, Http1Config config) throws IOException {
        var connection = new QuietConnection(config);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    /** Nothing to do: the timeout of the socket is set for each request. */
    @Override
    public void passivate() {}

    @Override
    public void activate() {}
}
