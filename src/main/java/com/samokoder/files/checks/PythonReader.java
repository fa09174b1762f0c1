package com.samokoder.files.checks;

import com.samokoder.files.checks.Reference.Kind;

import java.util.List;
import java.util.stream.Stream;

/**
 * Reads Python; adds to its grammar what that leaves to the tokenizer: the rules of indentation.
 */
final class PythonReader {
    private static final NodeChoice NODES =
            NodeChoice.of(
                    Grammar.PYTHON,
                    Stream.concat(
                                    Stream.of(
                                            "comment", "import_statement", "import_from_statement"),
                                    PythonLayout.NODES.stream())
                            .toArray(String[]::new));

    private final SyntaxTrees trees;

    PythonReader(SyntaxTrees trees) {
        this.trees = trees;
    }

    void read(SourceText source, Outline outline) {
        var layout = new PythonLayout(outline);
        trees.walk(
                NODES,
                source,
                outline,
                node -> {
                    layout.enter(node);
                    enter(node, outline);
                });
    }

    private static void enter(TreeNode node, Outline outline) {
        switch (node.type()) {
            case "comment" -> outline.comment(node.line(), node.text());
            case "import_statement" -> imported(node, outline);
            case "import_from_statement" -> importedFrom(node, outline);
            default -> {}
        }
    }

    private static void imported(TreeNode statement, Outline outline) {
        boolean optional = Attempts.surround(statement);
        for (var name : statement.fields("name")) {
            var module = module(name);
            outline.refer(
                    new Reference(
                            Kind.PYTHON_IMPORT, module, statement.line(), List.of(), optional));
        }
    }

    private static void importedFrom(TreeNode statement, Outline outline) {
        var names = statement.fields("name").stream().map(PythonReader::module).toList();
        statement
                .field("module_name")
                .ifPresent(module ->
                        outline.refer(
                                new Reference(
                                        Kind.PYTHON_FROM,
                                        dotted(module),
                                        statement.line(),
                                        names,
                                        Attempts.surround(statement))));
    }

    private static String module(TreeNode name) {
        return dotted(name.field("name").orElse(name));
    }

    /** Spaces and line breaks may stand between the parts of a dotted name. */
    private static String dotted(TreeNode name) {
        return name.text().replaceAll("[\\s\\\\]", "");
    }
}
