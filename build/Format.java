import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;

/**
 * Keeps the sources in google-java-format's AOSP style.
 *
 * <p>Usage: {@code Format write|check STAMP FOLDER}. In {@code write} mode files older than the stamp are skipped and the
 * others rewritten; in {@code check} mode every file is compared and the process exits with 1 when one differs.
 */
final class Format {
    private Format() {}

    public static void main(String[] arguments) throws IOException, FormatterException {
        boolean check = arguments[0].equals("check");
        Path stamp = Path.of(arguments[1]);
        FileTime since =
                !check && Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
        var formatter =
                new Formatter(
                        JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());
        var differing = new ArrayList<Path>();
        try (var paths = Files.walk(Path.of(arguments[2]))) {
            for (Path path : paths.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (Files.getLastModifiedTime(path).compareTo(since) < 0) {
                    continue;
                }
                String source = Files.readString(path);
                String formatted =
                        formatter.formatSource(
                                ImportOrderer.reorderImports(
                                        RemoveUnusedImports.removeUnusedImports(source),
                                        JavaFormatterOptions.Style.AOSP));
                if (!formatted.equals(source)) {
                    differing.add(path);
                    if (!check) {
                        Files.writeString(path, formatted);
                    }
                }
            }
        }
        if (check && !differing.isEmpty()) {
            differing.forEach(path -> System.err.println("not formatted: " + path));
            System.err.println("run `mvn generate-sources` and commit the result");
            System.exit(1);
        }
        Files.createDirectories(stamp.getParent());
        Files.writeString(stamp, "");
    }
}
