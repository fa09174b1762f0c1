package com.samokoder.platform.tracing;

import io.opentelemetry.api.common.AttributeKey;

import java.util.Set;

/**
 * All that a span may say, by OpenTelemetry's semantic conventions where they have a name for it.
 * What is not here does not leave the process: {@link AllowedSpans}.
 */
public final class SpanAttributes {
    public static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    public static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    public static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");

    /** One of our error codes, or the class of an exception. */
    public static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    public static final AttributeKey<String> OPERATION =
            AttributeKey.stringKey("gen_ai.operation.name");
    public static final AttributeKey<String> PROVIDER =
            AttributeKey.stringKey("gen_ai.provider.name");
    public static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    public static final AttributeKey<Long> INPUT_TOKENS =
            AttributeKey.longKey("gen_ai.usage.input_tokens");
    public static final AttributeKey<Long> OUTPUT_TOKENS =
            AttributeKey.longKey("gen_ai.usage.output_tokens");

    public static final AttributeKey<String> REQUEST_ID =
            AttributeKey.stringKey("samokoder.request_id");
    public static final AttributeKey<String> PROJECT_ID =
            AttributeKey.stringKey("samokoder.project_id");
    public static final AttributeKey<String> RUN_ID = AttributeKey.stringKey("samokoder.run_id");
    public static final AttributeKey<String> STEP_ID = AttributeKey.stringKey("samokoder.step_id");

    static final Set<AttributeKey<?>> ALLOWED =
            Set.of(
                    METHOD,
                    ROUTE,
                    STATUS,
                    ERROR,
                    OPERATION,
                    PROVIDER,
                    MODEL,
                    INPUT_TOKENS,
                    OUTPUT_TOKENS,
                    REQUEST_ID,
                    PROJECT_ID,
                    RUN_ID,
                    STEP_ID);

    private SpanAttributes() {}
}
