package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the fields of a model's JSON object strictly.
 *
 * @param where the object's own place in the answer, for the reasons; empty for the outermost
 */
record AnswerFields(JsonNode node, String where) {
    private static final int LONGEST_TEXT = 8_000;

    String text(String field) {
        return textOf(node.path(field), place(field));
    }

    /** A list of texts; empty where the field is missing and {@code least} is 0. */
    List<String> texts(String field, int least, int most) {
        var texts = new ArrayList<String>();
        for (JsonNode item : list(field, least, most)) {
            texts.add(textOf(item, place(field) + "[" + texts.size() + "]"));
        }
        return List.copyOf(texts);
    }

    List<AnswerFields> objects(String field, int least, int most) {
        var objects = new ArrayList<AnswerFields>();
        for (JsonNode item : list(field, least, most)) {
            var place = place(field) + "[" + objects.size() + "]";
            if (!item.isObject()) {
                throw UnusableAnswer.json("not_object", place);
            }
            objects.add(new AnswerFields(item, place));
        }
        return List.copyOf(objects);
    }

    ProjectPath path(String field) {
        return pathOf(text(field));
    }

    List<ProjectPath> paths(String field, int least, int most) {
        return texts(field, least, most).stream().map(AnswerFields::pathOf).toList();
    }

    private static ProjectPath pathOf(String text) {
        return BlockFormat.path(text).orElseThrow(() -> UnusableAnswer.json("path", text));
    }

    private List<JsonNode> list(String field, int least, int most) {
        var list = node.path(field);
        if (least == 0 && (list.isMissingNode() || list.isNull())) {
            return List.of();
        }
        if (!list.isArray()) {
            throw UnusableAnswer.json("not_list", place(field));
        }
        if (list.size() < least || list.size() > most) {
            throw UnusableAnswer.json("list_size", place(field), least, most);
        }
        return List.copyOf(list.values());
    }

    private static String textOf(JsonNode value, String place) {
        if (!value.isString() || value.stringValue().isBlank()) {
            throw UnusableAnswer.json("not_text", place);
        }
        var text = value.stringValue().strip();
        if (text.length() > LONGEST_TEXT) {
            throw UnusableAnswer.json("text_long", place, LONGEST_TEXT);
        }
        return text;
    }

    private String place(String field) {
        return where.isEmpty() ? field : where + "." + field;
    }
}
