package com.samokoder.files.checks;

import io.github.treesitter.jtreesitter.InputEncoding;
import io.github.treesitter.jtreesitter.Language;
import io.github.treesitter.jtreesitter.Node;
import io.github.treesitter.jtreesitter.Parser;
import io.github.treesitter.jtreesitter.Tree;
import io.github.treesitter.jtreesitter.TreeCursor;

import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.util.Optional;

/**
 * Parses source natively and shows chosen nodes of the tree. A tree may take a hundred times the
 * memory of its text, outside the heap; so sizes are bounded, {@link ProjectChecks} lets few checks
 * run at once, and each tree is freed before the call returns.
 */
final class SyntaxTrees {
    private static final int LONGEST = 512 * 1024;

    /** Of the native structure: four words of 32 bits and two addresses. */
    private static final long NODE_BYTES = 32;

    private final Patience patience;

    SyntaxTrees(Patience patience) {
        this.patience = patience;
    }

    /** Tells the syntax errors to the outline and shows the chosen nodes to the visitor. */
    void walk(NodeChoice choice, SourceText source, Outline outline, TreeVisitor visitor) {
        var language = choice.grammar().language();
        if (language.isEmpty()) {
            skipped(source, outline, "no parser for this platform");
        } else if (source.text().length() > LONGEST) {
            skipped(source, outline, "longer than " + LONGEST + " characters");
        } else {
            walk(language.get(), choice, source, outline, visitor);
        }
    }

    private void walk(
            Language language,
            NodeChoice choice,
            SourceText source,
            Outline outline,
            TreeVisitor visitor) {
        long end = patience.fileEnd();
        try (var parser = new Parser(language)) {
            var parsed = parse(parser, source.text(), end);
            if (parsed.isEmpty()) {
                outline.interrupt();
                skipped(source, outline, "it takes too long to parse");
                return;
            }
            try (var tree = parsed.get();
                    var cursor = tree.walk()) {
                boolean broken = tree.getRootNode().hasError();
                var errors = new SyntaxErrors(outline, broken);
                TreeVisitor all =
                        node -> {
                            errors.enter(node);
                            visitor.enter(node);
                        };
                var walk = new Walk(source, outline, broken, patience.fileEnd());
                walk(cursor, choice, all, walk);
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

    /**
     * Iterative, as the depth of a tree is bounded by the length of its text alone. Most nodes are
     * looked at in one place of the memory and passed by: to make each known to Java takes many
     * times as long as to parse it.
     */
    private static void walk(TreeCursor cursor, NodeChoice choice, TreeVisitor visitor, Walk walk) {
        try (var arena = Arena.ofConfined()) {
            var place = SegmentAllocator.prefixAllocator(arena.allocate(NODE_BYTES, Long.BYTES));
            boolean more = true;
            while (more) {
                var node = cursor.getCurrentNode(place);
                if (choice.includes(node.getSymbol()) || walk.broken() && isBroken(node)) {
                    visitor.enter(TreeNode.of(cursor.getCurrentNode(), walk.source()));
                }
                if (Patience.isOver(walk.end())) {
                    walk.outline().interrupt();
                    skipped(walk.source(), walk.outline(), "its syntax tree is too large to walk");
                    return;
                }
                more = cursor.gotoFirstChild() || gotoNext(cursor);
            }
        }
    }

    private static boolean isBroken(Node node) {
        return node.isError() || node.isMissing();
    }

    private static boolean gotoNext(TreeCursor cursor) {
        while (!cursor.gotoNextSibling()) {
            if (!cursor.gotoParent()) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param broken whether the tree has errors, which are shown then
     * @param end when it must be done
     */
    private record Walk(SourceText source, Outline outline, boolean broken, long end) {}

    private static void skipped(SourceText source, Outline outline, String reason) {
        outline.warn(
                source.linesBefore() == 0 ? 0 : source.linesBefore() + 1,
                Finding.SYNTAX,
                "Not checked: " + reason + ".");
    }
}
