package com.samokoder.files.checks;

import java.util.Set;

/** Elements that are not closed, and end tags that close nothing. */
final class TagOrder implements TreeVisitor {
    private static final int MOST = 3;

    /** Elements whose end tag HTML lets authors leave out. */
    private static final Set<String> OPTIONAL_END =
            Set.of(
                    "html",
                    "head",
                    "body",
                    "p",
                    "li",
                    "dt",
                    "dd",
                    "option",
                    "optgroup",
                    "tr",
                    "td",
                    "th",
                    "thead",
                    "tbody",
                    "tfoot",
                    "colgroup",
                    "caption",
                    "rt",
                    "rp");

    private static final Set<String> VOID =
            Set.of(
                    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                    "source", "track", "wbr", "param");

    private final Outline outline;
    private int reported;

    TagOrder(Outline outline) {
        this.outline = outline;
    }

    @Override
    public void enter(TreeNode node) {
        if (reported == MOST) {
            return;
        }
        switch (node.type()) {
            case "element" -> requireEnd(node);
            case "erroneous_end_tag" -> {
                reported++;
                outline.error(
                        node.line(),
                        Finding.SYNTAX,
                        "Syntax error: the end tag %s closes nothing that is open."
                                .formatted(node.text()));
            }
            default -> {}
        }
    }

    private void requireEnd(TreeNode element) {
        if (element.hasChild("end_tag") || element.hasChild("self_closing_tag")) {
            return;
        }
        var name = element.firstNamed("start_tag").map(Tags::name).orElse("");
        if (!name.isEmpty() && !OPTIONAL_END.contains(name) && !VOID.contains(name)) {
            reported++;
            outline.error(
                    element.line(),
                    Finding.SYNTAX,
                    "Syntax error: the element <%s> that opens here is not closed."
                            .formatted(name));
        }
    }
}
