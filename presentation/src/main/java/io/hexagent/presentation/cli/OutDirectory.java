package io.hexagent.presentation.cli;

import io.hexagent.application.artifact.ReadArtifact;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.dataset.CsvText;
import io.hexagent.domain.dataset.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A directory that artifacts are written to, under readable names and never over another file. */
final class OutDirectory {
    private static final int LONGEST_NAME = 60;

    private final Path directory;

    private OutDirectory(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory when it is not there. */
    static OutDirectory at(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException file) {
            throw Failure.unusable("unusable_directory", "--out " + directory + " is a file; name a directory");
        } catch (IOException problem) {
            throw Failure.unusable("unusable_directory", "--out " + directory + " cannot be made");
        }
        if (!Files.isWritable(directory)) {
            throw Failure.unusable("unusable_directory", "--out " + directory + " may not be written by this user");
        }
        return new OutDirectory(directory);
    }

    /** Writes every rendition of the artifacts and gives the files by artifact. */
    Map<Artifact, List<Path>> write(Hexagent hexagent, List<Artifact> artifacts) {
        var written = new LinkedHashMap<Artifact, List<Path>>();
        for (Artifact artifact : artifacts) {
            var files = new ArrayList<Path>();
            for (Artifact.Rendition rendition : artifact.renditions()) {
                var command = new ReadArtifact.Command(Principal.LOCAL, artifact.id(), List.of(rendition.mediaType()));
                if (hexagent.readArtifact().handle(command) instanceof ReadArtifact.Outcome.Opened opened) {
                    files.add(write(slug(artifact.title()), extension(rendition.mediaType()), opened.bytes()));
                }
            }
            written.put(artifact, List.copyOf(files));
        }
        return written;
    }

    /** Writes every rendition of artifacts that are not kept anywhere. */
    List<Path> write(List<ArtifactDraft> drafts) {
        var files = new ArrayList<Path>();
        for (ArtifactDraft draft : drafts) {
            for (ArtifactDraft.Rendition rendition : draft.renditions()) {
                files.add(write(
                        slug(draft.title()),
                        extension(rendition.mediaType()),
                        new ByteArrayInputStream(rendition.bytes())));
            }
        }
        return List.copyOf(files);
    }

    /** Writes a table as CSV under a name. */
    Path write(String name, Table table) {
        return write(name, ".csv", new ByteArrayInputStream(CsvText.of(table).getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the table as {@code table.csv}. */
    Path write(Table table) {
        return write("table", table);
    }

    private Path write(String name, String extension, InputStream bytes) {
        try (bytes) {
            for (int number = 1; ; number++) {
                Path file = directory.resolve(name + (number == 1 ? "" : "-" + number) + extension);
                try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                    bytes.transferTo(out);
                    return file;
                } catch (FileAlreadyExistsException taken) {
                    continue;
                }
            }
        } catch (IOException problem) {
            throw Failure.failed("not_written", "a file could not be written to " + directory);
        }
    }

    private static String slug(String title) {
        String slug = title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-+|-+$", "");
        String cut =
                slug.length() > LONGEST_NAME ? slug.substring(0, LONGEST_NAME).replaceAll("-+$", "") : slug;
        return cut.isEmpty() ? "artifact" : cut;
    }

    private static String extension(String mediaType) {
        return switch (mediaType) {
            case Artifact.PNG -> ".png";
            case Artifact.VEGA_LITE -> ".vl.json";
            case Artifact.CSV -> ".csv";
            case "image/svg+xml" -> ".svg";
            case "application/json" -> ".json";
            default -> mediaType.startsWith("text/") ? ".txt" : ".bin";
        };
    }
}
