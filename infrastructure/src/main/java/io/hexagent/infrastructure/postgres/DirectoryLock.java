package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Two locks in one file. The door is exclusive and held while somebody comes or goes, for as long as the server's start
 * or stop takes; presence is shared, and held by every process that is in. The system lets go of both when a process
 * dies. For one thread at a time.
 */
final class DirectoryLock implements AutoCloseable {
    private static final long DOOR = 0;
    private static final long PRESENCE = 1;

    private final FileChannel channel;
    private final Path file;
    private @Nullable FileLock door;
    private @Nullable FileLock presence;

    private DirectoryLock(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** Waits for the door and holds it; {@link #stay} or {@link #close} lets it go. */
    static DirectoryLock enter(Path file) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var lock = new DirectoryLock(channel, file);
        try {
            lock.door = lock.lock(DOOR, false);
            return lock;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Marks this process as present, and opens the door for others. */
    void stay() throws IOException {
        presence = lock(PRESENCE, true);
        pass();
    }

    /** Waits for the door and holds it until {@link #pass}, while being present. */
    void knock() throws IOException {
        door = lock(DOOR, false);
    }

    /** Opens the door again for others. */
    void pass() throws IOException {
        if (door != null) {
            door.release();
            door = null;
        }
    }

    /** Ends this process's presence. True when nobody else is present; then the door is held until {@link #close}. */
    boolean leaveAsLast() throws IOException {
        door = lock(DOOR, false);
        if (presence != null) {
            presence.release();
            presence = null;
        }
        try (FileLock alone = channel.tryLock(PRESENCE, 1, false)) {
            return alone != null;
        }
    }

    private FileLock lock(long position, boolean shared) throws IOException {
        try {
            return channel.lock(position, 1, shared);
        } catch (OverlappingFileLockException e) {
            throw new StoreUnavailable(
                    "the file " + file + " is locked by another copy of this library in the same process", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
