package com.samokoder.files.checks;

import io.github.treesitter.jtreesitter.InputEncoding;
import io.github.treesitter.jtreesitter.Language;
import io.github.treesitter.jtreesitter.Parser;
import io.github.treesitter.jtreesitter.Tree;
import io.github.treesitter.jtreesitter.TreeCursor;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Parses source natively and walks the tree. A tree may take a hundred times the memory of its
 * text, outside the heap; so sizes are bounded, few trees exist at once, and each is freed before
 * the call returns.
 */
final class SyntaxTrees {
    private static final int LONGEST = 512 * 1024;
    private static final Semaphore AT_ONCE = new Semaphore(2);

    private final Patience patience;

    SyntaxTrees(Patience patience) {
        this.patience = patience;
    }

    /** Tells the syntax errors to the outline and shows every node to the visitor. */
    void walk(Grammar grammar, SourceText source, Outline outline, TreeVisitor visitor) {
        var language = grammar.language();
        if (language.isEmpty()) {
            skipped(source, outline, "no parser for this platform");
        } else if (source.text().length() > LONGEST) {
            skipped(source, outline, "longer than " + LONGEST + " characters");
        } else {
            AT_ONCE.acquireUninterruptibly();
            try {
                walk(language.get(), source, outline, visitor);
            } finally {
                AT_ONCE.release();
            }
        }
    }

    private void walk(Language language, SourceText source, Outline outline, TreeVisitor visitor) {
        long end = patience.fileEnd();
        try (var parser = new Parser(language)) {
            var parsed = parse(parser, source.text(), end);
            if (parsed.isEmpty()) {
                skipped(source, outline, "it takes too long to parse");
                return;
            }
            try (var tree = parsed.get();
                    var cursor = tree.walk()) {
                var errors = new SyntaxErrors(outline, tree.getRootNode().hasError());
                TreeVisitor all =
                        node -> {
                            errors.enter(node);
                            visitor.enter(node);
                        };
                walk(cursor, source, all, patience.fileEnd(), outline);
                errors.finish();
            }
        }
    }

    /** The text is handed over in one piece, so that offsets are those of the string. */
    private static Optional<Tree> parse(Parser parser, String text, long end) {
        return parser.parse(
                (offset, point) -> text.substring(Math.min(text.length(), offset / 2)),
                InputEncoding.UTF_16LE,
                new Parser.Options(state -> Patience.isOver(end)));
    }

    /** Iterative, as the depth of a tree is bounded by the length of its text alone. */
    private static void walk(
            TreeCursor cursor, SourceText source, TreeVisitor visitor, long end, Outline outline) {
        boolean more = true;
        while (more) {
            visitor.enter(TreeNode.of(cursor.getCurrentNode(), source));
            if (Patience.isOver(end)) {
                skipped(source, outline, "its syntax tree is too large to walk");
                return;
            }
            more = cursor.gotoFirstChild() || gotoNext(cursor);
        }
    }

    private static boolean gotoNext(TreeCursor cursor) {
        while (!cursor.gotoNextSibling()) {
            if (!cursor.gotoParent()) {
                return false;
            }
        }
        return true;
    }

    private static void skipped(SourceText source, Outline outline, String reason) {
        outline.warn(
                source.linesBefore() == 0 ? 0 : source.linesBefore() + 1,
                Finding.SYNTAX,
                "Not checked: " + reason + ".");
    }
}
