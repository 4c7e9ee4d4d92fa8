import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Checks ("check") or rewrites ("apply") all Java sources in the house format; exit 1 names what differs. */
public class Format {
    private static final List<String> MODULES =
            List.of("domain", "application", "infrastructure", "config", "presentation");

    public static void main(String[] arguments) throws Exception {
        boolean apply = arguments.length > 0 && arguments[0].equals("apply");
        var formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .formatJavadoc(true)
                .build());
        var different = new ConcurrentLinkedQueue<Path>();
        for (String module : MODULES) {
            Path sources = Path.of(module, "src");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java")).parallel().forEach(file -> {
                    try {
                        String before = Files.readString(file);
                        String after = formatter.formatSourceAndFixImports(before);
                        if (!after.equals(before)) {
                            different.add(file);
                            if (apply) {
                                Files.writeString(file, after);
                            }
                        }
                    } catch (Exception problem) {
                        throw new IllegalStateException(file + ": " + problem.getMessage(), problem);
                    }
                });
            }
        }
        different.stream().sorted().forEach(file -> System.out.println((apply ? "formatted " : "not formatted: ") + file));
        if (!apply && !different.isEmpty()) {
            System.out.println("Run ./mvnw -N -Pformat process-sources to format them.");
            System.exit(1);
        }
    }
}
