package com.samokoder.files.checks;

import com.samokoder.files.checks.Reference.Kind;

import java.util.Set;

/** Reads Java: what is declared at the top of a file, and what is imported. */
final class JavaReader {
    private static final NodeChoice NODES =
            NodeChoice.of(
                    Grammar.JAVA,
                    "program",
                    "line_comment",
                    "block_comment",
                    "package_declaration",
                    "import_declaration");

    private static final Set<String> TYPES =
            Set.of(
                    "class_declaration",
                    "interface_declaration",
                    "enum_declaration",
                    "record_declaration",
                    "annotation_type_declaration");

    private final SyntaxTrees trees;

    JavaReader(SyntaxTrees trees) {
        this.trees = trees;
    }

    void read(SourceText source, Outline outline) {
        trees.walk(NODES, source, outline, node -> enter(node, outline));
    }

    private static void enter(TreeNode node, Outline outline) {
        switch (node.type()) {
            case "line_comment", "block_comment" -> outline.comment(node.line(), node.text());
            case "package_declaration" -> refer(Kind.JAVA_PACKAGE, node, outline);
            case "import_declaration" -> imported(node, outline);
            case "program" -> declared(node, outline);
            default -> {}
        }
    }

    private static void imported(TreeNode node, Outline outline) {
        if (!node.hasChild("module")) {
            boolean isStatic = node.hasChild("static");
            refer(isStatic ? Kind.JAVA_STATIC_IMPORT : Kind.JAVA_IMPORT, node, outline);
        }
    }

    private static void declared(TreeNode program, Outline outline) {
        for (var type : program.namedChildren()) {
            if (TYPES.contains(type.type())) {
                type.field("name")
                        .ifPresent(name ->
                                outline.refer(
                                        Reference.of(Kind.JAVA_TYPE, name.text(), name.line())));
            }
        }
    }

    private static void refer(Kind kind, TreeNode declaration, Outline outline) {
        var star = declaration.hasChild("asterisk") ? ".*" : "";
        declaration.namedChildren().stream()
                .filter(child -> child.type().endsWith("identifier"))
                .findFirst()
                .map(name -> name.text().replaceAll("\\s", "") + star)
                .ifPresent(name -> outline.refer(Reference.of(kind, name, declaration.line())));
    }
}
