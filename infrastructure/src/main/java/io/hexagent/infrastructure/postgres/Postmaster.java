package io.hexagent.infrastructure.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The server's main process, as the file that it leaves in its data directory names it. */
final class Postmaster {
    private Postmaster() {}

    /**
     * Whether the process still runs. The file outlives a crash, and after a restart of the machine its number may
     * belong to anybody, or to a process that has ended and that nobody has asked about.
     */
    static boolean runs(Path pidFile) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(pidFile);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,18}")) {
            return false;
        }
        long pid = Long.parseLong(lines.getFirst().strip());
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isPresent() && !isGhost(pid) && isPostgres(process.get());
    }

    /**
     * Whether a process of a server whose main process is gone still works in the data. It must end before another
     * server starts there. Where the system does not tell, the server itself finds out when it starts.
     */
    static boolean leftSomebody(Path data) throws IOException {
        Path all = Path.of("/proc");
        if (!Files.isDirectory(all)) {
            return false;
        }
        Path wanted = data.toRealPath();
        return ProcessHandle.allProcesses().anyMatch(process -> isIn(wanted, all, process) && isPostgres(process));
    }

    private static boolean isIn(Path wanted, Path all, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(
                            all.resolve(Long.toString(process.pid())).resolve("cwd"))
                    .equals(wanted);
        } catch (IOException e) {
            // It has ended, or is another user's.
            return false;
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        // Where the system does not tell the command, the process gets the benefit of the doubt.
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(true);
    }

    private static boolean isGhost(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return false;
        }
        String line;
        try {
            line = Files.readString(stat);
        } catch (IOException e) {
            if (Files.exists(stat)) {
                throw e;
            }
            // It ended while it was read.
            return true;
        }
        // pid (command) state …; the command may hold anything, parentheses too.
        int end = line.lastIndexOf(')');
        char state = end >= 0 && end + 2 < line.length() ? line.charAt(end + 2) : 'R';
        return state == 'Z' || state == 'X';
    }
}
