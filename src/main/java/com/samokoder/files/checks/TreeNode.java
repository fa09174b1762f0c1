package com.samokoder.files.checks;

import io.github.treesitter.jtreesitter.Node;

import java.util.List;
import java.util.Optional;

/** A node of a syntax tree with the piece of source it was read from; valid during the visit. */
record TreeNode(Node node, String type, SourceText source) {
    /** Offsets count the bytes of UTF-16. */
    private static final int UNIT = 2;

    static TreeNode of(Node node, SourceText source) {
        return new TreeNode(node, node.getType(), source);
    }

    String text() {
        return source.text().substring(start(), end());
    }

    int start() {
        return node.getStartByte() / UNIT;
    }

    int end() {
        return node.getEndByte() / UNIT;
    }

    int line() {
        return node.getStartPoint().row() + 1 + source.linesBefore();
    }

    int lastLine() {
        return node.getEndPoint().row() + 1 + source.linesBefore();
    }

    Optional<TreeNode> field(String name) {
        return node.getChildByFieldName(name).map(this::related);
    }

    List<TreeNode> fields(String name) {
        return node.getChildrenByFieldName(name).stream().map(this::related).toList();
    }

    List<TreeNode> children() {
        return node.getChildren().stream().map(this::related).toList();
    }

    List<TreeNode> namedChildren() {
        return node.getNamedChildren().stream().map(this::related).toList();
    }

    Optional<TreeNode> parent() {
        return node.getParent().map(this::related);
    }

    Optional<TreeNode> firstNamed(String type) {
        return namedChildren().stream().filter(child -> child.type.equals(type)).findFirst();
    }

    boolean hasChild(String type) {
        return children().stream().anyMatch(child -> child.type.equals(type));
    }

    private TreeNode related(Node other) {
        return of(other, source);
    }
}
