package com.samokoder.files.checks;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Comments that stand for code: "the rest stays as it is" is an error, for the code is gone; a TODO
 * is a warning. English and Russian.
 */
final class Placeholders {
    /** A longer comment explains something, and may well say such words. */
    private static final int LONGEST = 120;

    private static final int LINES = 400;

    private static final List<String> SUBJECTS =
            List.of(
                    "rest of",
                    "remaining",
                    "existing",
                    "previous",
                    "original",
                    "other ",
                    "same ",
                    "unchanged",
                    "остальн",
                    "оставш",
                    "существующ",
                    "предыдущ",
                    "прежн",
                    "другие ");

    private static final List<String> THINGS =
            List.of(
                    "code",
                    "file",
                    "function",
                    "method",
                    "component",
                    "implementation",
                    "class",
                    "logic",
                    "content",
                    "style",
                    "import",
                    "route",
                    "handler",
                    "test",
                    "markup",
                    "html",
                    "css",
                    "jsx",
                    "config",
                    "script",
                    "section",
                    "page",
                    "markup",
                    "код",
                    "файл",
                    "функци",
                    "метод",
                    "компонент",
                    "реализац",
                    "класс",
                    "логик",
                    "содержим",
                    "стил",
                    "импорт",
                    "маршрут",
                    "обработчик",
                    "тест",
                    "разметк",
                    "част",
                    "скрипт");

    private static final List<String> ENDINGS =
            List.of(
                    "unchanged",
                    "remain",
                    "remains",
                    "the same",
                    "as is",
                    "as before",
                    "omitted",
                    "omitted for brevity",
                    "goes here",
                    "code here",
                    "continues here",
                    "не изменился",
                    "без изменений",
                    "не меняется",
                    "не меняются",
                    "опущен",
                    "опущена",
                    "опущено",
                    "опущены",
                    "как раньше",
                    "как было",
                    "тот же",
                    "здесь",
                    "остаётся прежним",
                    "остается прежним");

    private static final List<String> BLANKS =
            List.of(
                    "your code here",
                    "your code goes here",
                    "implementation goes here",
                    "add your code",
                    "insert code here",
                    "code goes here",
                    "implement this",
                    "ваш код здесь",
                    "здесь ваш код",
                    "сюда код",
                    "код здесь");

    private static final Pattern DETERMINER = Pattern.compile("^(all the|all|the|все|вся|весь) ");

    private Placeholders() {}

    static void find(Outline outline) {
        for (var comment : outline.comments()) {
            int number = comment.line();
            for (var line : comment.text().lines().limit(LINES).toList()) {
                judge(number++, strip(line), outline);
            }
        }
    }

    private static void judge(int number, String line, Outline outline) {
        var text = line.toLowerCase(Locale.ROOT);
        if (isElision(text)) {
            outline.error(
                    number,
                    Finding.PLACEHOLDER,
                    "A comment stands where code belongs, write the code out: " + line);
        } else if (text.startsWith("todo") || text.startsWith("fixme")) {
            outline.warn(number, Finding.PLACEHOLDER, "Something is left to do: " + cut(line));
        } else if (text.equals("...") || text.equals("…")) {
            outline.warn(number, Finding.PLACEHOLDER, "A comment of dots may stand for code.");
        }
    }

    private static boolean isElision(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        if (contains(text, BLANKS)) {
            return true;
        }
        var words = trimDots(text);
        boolean subject = contains(words, SUBJECTS);
        boolean thing = contains(words, THINGS);
        boolean brief = words.length() <= LONGEST / 2;
        if (brief && beginsWithDots(text)) {
            return ends(words) || subject && (thing || endsInDots(text));
        }
        if (brief && endsInDots(text) && thing && begins(words)) {
            return true;
        }
        return subject && thing && ends(words);
    }

    private static boolean beginsWithDots(String text) {
        return text.startsWith("...") || text.startsWith("…");
    }

    /** Alone it says little: "Loading existing items..." is what a program does. */
    private static boolean endsInDots(String text) {
        return text.endsWith("...") || text.endsWith("…");
    }

    private static boolean begins(String words) {
        var bare = DETERMINER.matcher(words).replaceFirst("");
        return SUBJECTS.stream().anyMatch(bare::startsWith);
    }

    private static boolean ends(String words) {
        return ENDINGS.stream().anyMatch(words::endsWith);
    }

    private static boolean contains(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }

    private static String trimDots(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && " .…()[]{}*-".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " .…()[]{}*-!:".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Takes off what makes the line a comment. */
    private static String strip(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && "/*#-<!;{ \t".indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "/*->} \t".indexOf(line.charAt(to - 1)) >= 0) {
            to--;
        }
        return line.substring(from, to);
    }

    private static String cut(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
