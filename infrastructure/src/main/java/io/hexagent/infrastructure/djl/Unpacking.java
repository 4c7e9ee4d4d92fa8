package io.hexagent.infrastructure.djl;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32;

/** Copies resources out of jars, for native code that reads files only. */
final class Unpacking {
    private Unpacking() {}

    /**
     * The target, holding the resource's bytes. A file with the right length and CRC-32 is left alone; anything else is
     * replaced in one atomic step, so that several processes may share the directory.
     *
     * @throws NoSuchFileException when there is no such resource
     */
    static Path file(String resource, Path target) throws IOException {
        URL url = Unpacking.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new NoSuchFileException(resource, null, "not on the classpath");
        }
        Content expected = Content.of(url);
        if (Files.isRegularFile(target)
                && Files.size(target) == expected.bytes
                && Content.of(target).equals(expected)) {
            return target;
        }
        Path directory = Objects.requireNonNull(target.getParent());
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, target.getFileName().toString(), ".part");
        try {
            try (InputStream bytes = open(url).getInputStream()) {
                Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Content.of(part).equals(expected)) {
                throw new IOException(resource + " was not copied whole; is the disk full?");
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return target;
    }

    private static URLConnection open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }

    private record Content(long bytes, long crc) {
        /** A jar's directory holds both figures; any other resource is read. */
        static Content of(URL url) throws IOException {
            URLConnection connection = open(url);
            if (connection instanceof JarURLConnection jar) {
                try (var file = jar.getJarFile()) {
                    var entry = file.getJarEntry(jar.getEntryName());
                    return new Content(entry.getSize(), entry.getCrc());
                }
            }
            try (InputStream bytes = connection.getInputStream()) {
                var crc = new CRC32();
                long length = 0;
                byte[] buffer = new byte[1 << 16];
                for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                    crc.update(buffer, 0, n);
                    length += n;
                }
                return new Content(length, crc.getValue());
            }
        }

        static Content of(Path path) throws IOException {
            var crc = new CRC32();
            long length = 0;
            try (ReadableByteChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
                while (channel.read(buffer) >= 0) {
                    length += buffer.flip().remaining();
                    crc.update(buffer);
                    buffer.clear();
                }
            }
            return new Content(length, crc.getValue());
        }
    }
}
