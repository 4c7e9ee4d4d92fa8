package io.hexagent.infrastructure.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** How to enter the server, in a file that its owner alone may read. {@link #toString} leaves the password out. */
record ServerLogin(int port, String password) {
    static final String USER = "hexagent";
    private static final String FILE = "server.properties";

    static Optional<ServerLogin> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        String port = properties.getProperty("port", "");
        String password = properties.getProperty("password", "");
        if (!port.matches("[0-9]{1,5}") || password.isEmpty()) {
            throw new IOException("the file " + file + " names no port and password");
        }
        return Optional.of(new ServerLogin(Integer.parseInt(port), password));
    }

    /** A new password for a new server, which has no port yet. */
    static ServerLogin create() {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        return new ServerLogin(0, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    ServerLogin at(int newPort) {
        return new ServerLogin(newPort, password);
    }

    void write(Path directory) throws IOException {
        writePrivately(directory.resolve(FILE), "port=" + port + "\npassword=" + password + "\n");
    }

    /** Writes a file that only its owner may read, all at once. */
    static void writePrivately(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && Trees.isPosix(parent)) {
            unfinished = Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Path written = Files.write(unfinished, text.getBytes(StandardCharsets.UTF_8));
        Path ignored = Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    DatabaseUrl url() {
        return new DatabaseUrl("127.0.0.1", port, "postgres", USER, password, Map.of("sslmode", "disable"));
    }

    @Override
    public String toString() {
        return "port " + port;
    }
}
