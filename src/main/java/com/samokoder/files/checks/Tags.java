package com.samokoder.files.checks;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names and attributes of HTML tags. */
final class Tags {
    private Tags() {}

    static String name(TreeNode tag) {
        return tag.firstNamed("tag_name")
                .map(name -> name.text().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    static Map<String, String> attributes(TreeNode tag) {
        var attributes = new HashMap<String, String>();
        for (var child : tag.namedChildren()) {
            if (child.type().equals("attribute")) {
                child.firstNamed("attribute_name")
                        .ifPresent(name ->
                                attributes.putIfAbsent(
                                        name.text().toLowerCase(Locale.ROOT), value(child)));
            }
        }
        return attributes;
    }

    private static String value(TreeNode attribute) {
        return attribute
                .firstNamed("quoted_attribute_value")
                .or(() -> Optional.of(attribute))
                .flatMap(holder -> holder.firstNamed("attribute_value"))
                .map(TreeNode::text)
                .orElse("");
    }
}
