package com.samokoder.files.checks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Python's rules of indentation, and statements of version 2, which the grammar lets pass. */
final class PythonLayout implements TreeVisitor {
    private static final int MOST = 3;
    private static final Set<String> VERSION_2 = Set.of("print_statement", "exec_statement");

    /** Statements whose head ends in a colon, and clauses of them. */
    private static final Set<String> COMPOUND =
            Set.of(
                    "function_definition",
                    "class_definition",
                    "if_statement",
                    "elif_clause",
                    "else_clause",
                    "for_statement",
                    "while_statement",
                    "with_statement",
                    "try_statement",
                    "except_clause",
                    "finally_clause",
                    "case_clause");

    /** The types of nodes that it has to see. */
    static final Set<String> NODES =
            Stream.of(Set.of("module", "block"), COMPOUND, VERSION_2)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private final Outline outline;
    private final Set<Integer> lines = new HashSet<>();

    PythonLayout(Outline outline) {
        this.outline = outline;
    }

    @Override
    public void enter(TreeNode node) {
        if (node.type().equals("module") || node.type().equals("block")) {
            align(node);
        } else if (COMPOUND.contains(node.type())) {
            requireBlock(node);
        } else if (VERSION_2.contains(node.type())) {
            report(node.line(), "this statement is Python 2: " + firstLine(node));
        }
    }

    private void align(TreeNode block) {
        String expected = block.type().equals("module") ? "" : null;
        int previousLine = block.type().equals("module") ? 0 : headLine(block);
        for (var statement : statements(block)) {
            if (statement.line() > previousLine) {
                var indent = indent(statement);
                if (expected != null && !indent.equals(expected)) {
                    report(statement.line(), complaint(expected, indent));
                    return;
                }
                expected = indent;
            }
            previousLine = statement.lastLine();
        }
    }

    private static String complaint(String expected, String indent) {
        return indent.length() > expected.length()
                ? "unexpected indent"
                : "the indent matches no outer level, or mixes tabs and spaces";
    }

    private static int headLine(TreeNode block) {
        return block.parent().map(TreeNode::line).orElse(0);
    }

    private void requireBlock(TreeNode statement) {
        var children = statement.namedChildren();
        var blocks = children.stream().filter(child -> child.type().equals("block")).toList();
        boolean missing = !statement.node().hasError() && blocks.isEmpty();
        for (var block : blocks) {
            missing |= statements(block).isEmpty();
        }
        if (missing) {
            report(
                    statement.line(),
                    "an indented block is expected after: " + firstLine(statement));
        }
    }

    private static List<TreeNode> statements(TreeNode block) {
        return block.namedChildren().stream()
                .filter(child -> !child.type().equals("comment"))
                .filter(child -> !child.node().isError())
                .toList();
    }

    private static String indent(TreeNode statement) {
        var text = statement.source().text();
        int from = text.lastIndexOf('\n', Math.max(0, statement.start() - 1)) + 1;
        return text.substring(Math.min(from, statement.start()), statement.start());
    }

    private static String firstLine(TreeNode node) {
        return node.text().lines().findFirst().orElse("").strip();
    }

    private void report(int line, String what) {
        if (lines.size() < MOST && lines.add(line)) {
            outline.error(line, Finding.SYNTAX, "Syntax error: " + what);
        }
    }
}
