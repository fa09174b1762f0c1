package com.samokoder.files.checks;

import com.samokoder.files.checks.Reference.Kind;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads HTML pages with the scripts and styles inside them, and of Vue and Svelte components the
 * scripts. Pages that are templates of another language are not checked for the order of their
 * tags.
 */
final class PageReader {
    private static final NodeChoice NODES =
            NodeChoice.of(
                    Grammar.HTML,
                    "comment",
                    "element",
                    "script_element",
                    "style_element",
                    "start_tag",
                    "self_closing_tag",
                    "erroneous_end_tag");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> SCRIPTS =
            Set.of("", "module", "text/javascript", "application/javascript", "text/babel");

    private final SyntaxTrees trees;
    private final ScriptReader scripts;
    private final StyleReader styles;

    PageReader(SyntaxTrees trees, ScriptReader scripts, StyleReader styles) {
        this.trees = trees;
        this.scripts = scripts;
        this.styles = styles;
    }

    void read(SourceText source, Outline outline) {
        if (Templates.isTemplate(source.text())) {
            return;
        }
        boolean component = source.kind() == FileKind.COMPONENT;
        var read = component ? new Outline(source) : outline;
        var tags = new TagOrder(outline);
        trees.walk(
                NODES,
                source,
                read,
                node -> {
                    if (!component) {
                        tags.enter(node);
                    }
                    enter(node, outline);
                });
    }

    private void enter(TreeNode node, Outline outline) {
        switch (node.type()) {
            case "comment" -> outline.comment(node.line(), node.text());
            case "script_element" -> script(node, outline);
            case "style_element" -> style(node, outline);
            case "start_tag", "self_closing_tag" -> link(node, outline);
            default -> {}
        }
    }

    private void script(TreeNode element, Outline outline) {
        var attributes = element.firstNamed("start_tag").map(Tags::attributes).orElse(Map.of());
        element.firstNamed("raw_text")
                .ifPresent(text -> {
                    var type = attributes.getOrDefault("type", "");
                    if (SCRIPTS.contains(type)) {
                        scripts.read(piece(text, scriptKind(attributes)), outline);
                    } else if (type.equals("importmap")) {
                        mapped(text, outline);
                    }
                });
    }

    private static FileKind scriptKind(Map<String, String> attributes) {
        return switch (attributes.getOrDefault("lang", "")) {
            case "ts" -> FileKind.TYPESCRIPT;
            case "tsx" -> FileKind.TSX;
            default -> FileKind.JAVASCRIPT;
        };
    }

    private void style(TreeNode element, Outline outline) {
        var attributes = element.firstNamed("start_tag").map(Tags::attributes).orElse(Map.of());
        if (attributes.getOrDefault("lang", "css").equals("css")
                && attributes.getOrDefault("type", "text/css").equals("text/css")) {
            element.firstNamed("raw_text")
                    .ifPresent(text -> styles.read(piece(text, FileKind.CSS), outline));
        }
    }

    private static SourceText piece(TreeNode text, FileKind kind) {
        return text.source().piece(kind, text.text(), text.line() - 1);
    }

    private static void mapped(TreeNode text, Outline outline) {
        try {
            for (var name : JSON.readTree(text.text()).path("imports").propertyNames()) {
                outline.refer(Reference.of(Kind.SCRIPT_MAPPED, name, text.line()));
            }
        } catch (JacksonException e) {
            outline.error(text.line(), Finding.SYNTAX, "The import map is not valid JSON.");
        }
    }

    private static void link(TreeNode tag, Outline outline) {
        if (outline.source().kind() == FileKind.HTML) {
            var attributes = Tags.attributes(tag);
            var kind = Tags.name(tag).equals("script") ? Kind.PAGE_SCRIPT : Kind.PAGE_LINK;
            linked(Tags.name(tag), attributes)
                    .map(String::strip)
                    .filter(target -> !target.isEmpty())
                    .ifPresent(target -> outline.refer(Reference.of(kind, target, tag.line())));
        }
    }

    private static Optional<String> linked(String tag, Map<String, String> attributes) {
        return switch (tag.toLowerCase(Locale.ROOT)) {
            case "script", "img" -> Optional.ofNullable(attributes.get("src"));
            case "link" ->
                    Optional.ofNullable(attributes.get("href")).filter(href -> isFile(attributes));
            default -> Optional.empty();
        };
    }

    /** Other links, such as canonical or alternate, name addresses rather than files. */
    private static boolean isFile(Map<String, String> attributes) {
        var rel = attributes.getOrDefault("rel", "").toLowerCase(Locale.ROOT);
        return rel.contains("stylesheet")
                || rel.contains("icon")
                || rel.contains("manifest")
                || rel.contains("modulepreload");
    }
}
