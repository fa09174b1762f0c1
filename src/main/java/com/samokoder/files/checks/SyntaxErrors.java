package com.samokoder.files.checks;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** Turns the places where a parser lost its way into findings. */
final class SyntaxErrors implements TreeVisitor {
    private static final int MOST = 3;
    private static final int MOST_CHILDREN = 1000;
    private static final int QUOTED = 60;
    private static final String NOT_CLOSED =
            "Syntax error: what opens here is not closed properly: %s";
    private static final Set<String> OPENING =
            Set.of("(", "[", "{", "${", "`", "\"", "'", "jsx_opening_element", "string_start");

    private final Outline outline;
    private final boolean broken;
    private int reported;
    private int errorEnd = -1;
    private boolean tagsMismatch;
    private @Nullable TreeNode openTag;

    /**
     * @param broken whether the tree has errors; asking each node in vain would cost time
     */
    SyntaxErrors(Outline outline, boolean broken) {
        this.outline = outline;
        this.broken = broken;
    }

    @Override
    public void enter(TreeNode node) {
        if (node.type().equals("jsx_element")) {
            compareTags(node);
        }
        if (!broken || reported == MOST || node.start() < errorEnd) {
            return;
        }
        if (node.node().isMissing()) {
            report(
                    node.line(),
                    "Syntax error: '%s' is missing after: %s",
                    node.type(),
                    before(node));
        } else if (node.node().isError()) {
            errorEnd = node.end();
            reportError(node);
        }
    }

    /**
     * An element that stays open is a follow-up of two tags that do not match, where there are
     * such.
     */
    void finish() {
        var tag = openTag;
        if (tag != null && !tagsMismatch) {
            report(tag.line(), NOT_CLOSED, quote(tag, tag.start()));
        }
    }

    private void compareTags(TreeNode element) {
        var opening = element.field("open_tag");
        var closing = element.field("close_tag");
        if (opening.isPresent() && closing.isPresent() && reported < MOST) {
            var name = opening.get().field("name").map(TreeNode::text).orElse("");
            var end = closing.get().field("name").map(TreeNode::text).orElse("");
            if (!name.equals(end)) {
                tagsMismatch = true;
                report(
                        opening.get().line(),
                        "Syntax error: the element <%s> that opens here is closed by </%s> in line %d.",
                        name,
                        end,
                        closing.get().line());
            }
        }
    }

    private void reportError(TreeNode error) {
        var opener = error.line() == error.lastLine() ? error : lastOpener(error);
        if (opener == error) {
            report(error.line(), "Syntax error at: %s", quote(error, error.start()));
        } else if (opener.type().equals("jsx_opening_element")) {
            openTag = opener;
        } else {
            report(opener.line(), NOT_CLOSED, quote(opener, opener.start()));
        }
    }

    /**
     * An error that spans lines holds what could not be put together: the innermost bracket or tag
     * that is still open in it is nearest to the cause.
     */
    private static TreeNode lastOpener(TreeNode error) {
        if (error.node().getChildCount() > MOST_CHILDREN) {
            return error;
        }
        List<TreeNode> children = error.children();
        for (var child : children.reversed()) {
            if (OPENING.contains(child.type())) {
                return child;
            }
        }
        return error;
    }

    private void report(int line, String format, Object... what) {
        reported++;
        outline.error(line, Finding.SYNTAX, format.formatted(what));
    }

    private static String quote(TreeNode node, int from) {
        var text = node.source().text();
        int end = from;
        while (end < text.length() && end - from < QUOTED && text.charAt(end) != '\n') {
            end++;
        }
        return text.substring(from, end).strip();
    }

    private static String before(TreeNode node) {
        var text = node.source().text().substring(Math.max(0, node.start() - QUOTED), node.start());
        return text.stripTrailing().lines().reduce("", (first, second) -> second).strip();
    }
}
