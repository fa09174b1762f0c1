package com.samokoder.platform.web.openapi;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.json.StrictJson;
import com.samokoder.platform.web.Problems;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes problems with the words in which they are really told. */
final class ProblemResponses {
    private static final String MEDIA_TYPE = "application/problem+json";

    private final Problems problems;
    private final JsonMapper json = StrictJson.mapper();

    ProblemResponses(Problems problems) {
        this.problems = problems;
    }

    /** Adds the problems of one status to an operation's responses. */
    void add(ObjectNode responses, int status, Set<ErrorCode> codes) {
        var name = Integer.toString(status);
        var response =
                responses.get(name) instanceof ObjectNode known
                        ? known
                        : responses.putObject(name).put("description", describe(codes));
        var content = response.withObject("/content");
        if (content.has(MEDIA_TYPE)) {
            return;
        }
        var problem = content.putObject(MEDIA_TYPE);
        problem.putObject("schema").put("$ref", "#/components/schemas/Problem");
        var examples = problem.putObject("examples");
        codes.forEach(code -> examples.putObject(code.code()).set("value", example(code)));
    }

    /** Adds problems that are told in another form, by the name of its schema. */
    void addOther(ObjectNode responses, int status, Set<ErrorCode> codes, String schema) {
        var name = Integer.toString(status);
        if (responses.has(name)) {
            return;
        }
        responses
                .putObject(name)
                .put("description", describe(codes))
                .withObject("/content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
    }

    private static String describe(Set<ErrorCode> codes) {
        return codes.stream()
                .map(code -> "`" + code.code() + "`")
                .collect(Collectors.joining(", "));
    }

    private ObjectNode example(ErrorCode code) {
        var problem = problems.of(ApiException.of(code), Locale.ENGLISH);
        ObjectNode example = json.valueToTree(problem);
        return example.put("request_id", "019ab6a5-4c1e-7d33-9a51-0c7e4f2b8d10");
    }
}
