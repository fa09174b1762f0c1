package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a file is about, read off the file itself, for files that nobody has summed up: its title,
 * or the names that it offers to others. The same text gives the same words.
 */
final class FileOutline {
    private static final int LONGEST = 160;
    private static final int MOST_NAMES = 12;

    /** Only the beginning is looked at: a data file may have a mebibyte of names. */
    private static final int LOOKED_AT = 40_000;

    private static final Pattern CODE =
            Pattern.compile(
                    "^(?:export\\s+|default\\s+|public\\s+|abstract\\s+|final\\s+|sealed\\s+|async\\s+|pub\\s+|static\\s+)*"
                            + "(?:function\\*?|class|interface|record|enum|type|struct|trait|def|func|fn|const|let|var)"
                            + "\\s+(?:\\([^)]*\\)\\s*)?([\\p{L}_$][\\p{L}\\p{N}_$]*)",
                    Pattern.MULTILINE);
    private static final Pattern CSS =
            Pattern.compile("^([.#:\\w][^{}\\n;]{0,40}?)\\s*\\{", Pattern.MULTILINE);
    private static final Pattern KEYS =
            Pattern.compile("^(?: {0,4}|\\t)\"?([\\w.-]+)\"?\\s*[:=]", Pattern.MULTILINE);
    private static final Pattern PAGE =
            Pattern.compile("<(?:title|h1)[^>]*>([^<]+)|\\bid=[\"']([\\w-]+)");
    private static final Pattern HEADING = Pattern.compile("^#{1,3} +(.+)$", Pattern.MULTILINE);
    private static final Pattern FIRST_LINE =
            Pattern.compile(
                    "^(?![\\W&&[^\\p{L}\n]]*+(?:import|from|package|use|using|require|include)\\b)"
                            + "[\\W_&&[^\\p{L}\n]]*+(\\p{L}.*)$",
                    Pattern.MULTILINE);

    private FileOutline() {}

    static String of(ProjectPath path, String text) {
        var seen = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        var names = names(pattern(path.value().toLowerCase(Locale.ROOT)), seen);
        var found =
                names.isEmpty()
                        ? names(FIRST_LINE, seen).stream()
                                .limit(1)
                                .map(FileOutline::withoutEnd)
                                .toList()
                        : names;
        var line = String.join(", ", found).replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    /** A comment of one line ends where it begins. */
    private static String withoutEnd(String line) {
        return line.replaceFirst("\\s*(?:\"\"\"|'''|\\*+/|-->)$", "");
    }

    private static Pattern pattern(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "html", "htm", "vue", "svelte", "xml", "svg" -> PAGE;
            case "css", "scss", "less" -> CSS;
            case "md", "markdown", "rst" -> HEADING;
            case "json", "yaml", "yml", "toml", "properties", "ini" -> KEYS;
            default -> CODE;
        };
    }

    private static List<String> names(Pattern pattern, String text) {
        Set<String> names = new LinkedHashSet<>();
        var matcher = pattern.matcher(text);
        while (names.size() < MOST_NAMES && matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    names.add(matcher.group(group).strip());
                }
            }
        }
        return List.copyOf(names);
    }
}
