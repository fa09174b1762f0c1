package com.samokoder.files.checks;

import com.samokoder.files.checks.Reference.Kind;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads JavaScript and TypeScript, with JSX in both. */
final class ScriptReader {
    private static final NodeChoice JAVASCRIPT = nodes(Grammar.JAVASCRIPT);
    private static final NodeChoice TYPESCRIPT = nodes(Grammar.TYPESCRIPT);
    private static final NodeChoice TSX = nodes(Grammar.TSX);
    private static final Set<String> IMPORTING_CALLS =
            Set.of("import", "require", "require.resolve", "jest.mock", "vi.mock");

    private final SyntaxTrees trees;

    ScriptReader(SyntaxTrees trees) {
        this.trees = trees;
    }

    void read(SourceText source, Outline outline) {
        trees.walk(choice(source.kind()), source, outline, node -> enter(node, outline));
    }

    private static NodeChoice choice(FileKind kind) {
        return switch (kind) {
            case TYPESCRIPT -> TYPESCRIPT;
            case TSX -> TSX;
            default -> JAVASCRIPT;
        };
    }

    private static NodeChoice nodes(Grammar grammar) {
        return NodeChoice.of(
                grammar,
                "comment",
                "html_comment",
                "import_statement",
                "export_statement",
                "import_require_clause",
                "call_expression",
                "jsx_element");
    }

    private static void enter(TreeNode node, Outline outline) {
        switch (node.type()) {
            case "comment", "html_comment" -> outline.comment(node.line(), node.text());
            case "import_statement", "export_statement", "import_require_clause" ->
                    node.field("source").ifPresent(name -> refer(name, false, outline));
            case "call_expression" ->
                    imported(node).ifPresent(name -> refer(name, Attempts.surround(node), outline));
            default -> {}
        }
    }

    private static Optional<TreeNode> imported(TreeNode call) {
        if (call.field("function").filter(ScriptReader::imports).isEmpty()) {
            return Optional.empty();
        }
        return call.field("arguments").flatMap(arguments -> first(arguments.namedChildren()));
    }

    private static boolean imports(TreeNode function) {
        return function.end() - function.start() <= "require.resolve".length()
                && IMPORTING_CALLS.contains(function.text());
    }

    private static Optional<TreeNode> first(List<TreeNode> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.type().equals("comment"))
                .limit(1)
                .filter(argument -> argument.type().equals("string"))
                .findFirst();
    }

    private static void refer(TreeNode string, boolean optional, Outline outline) {
        var quoted = string.text();
        if (quoted.length() > 2) {
            var target = quoted.substring(1, quoted.length() - 1);
            outline.refer(
                    new Reference(Kind.SCRIPT_IMPORT, target, string.line(), List.of(), optional));
        }
    }
}
