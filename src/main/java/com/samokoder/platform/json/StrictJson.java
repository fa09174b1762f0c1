package com.samokoder.platform.json;

import com.samokoder.platform.secrets.Secret;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * The one JSON dialect of the service: snake_case names, enum constants as lower-case words, money
 * as decimal strings, times as RFC 3339 in UTC. Reading is strict: unknown and doubled fields,
 * wrong types, numbers as text and text as numbers, trailing tokens and absurd nesting are refused.
 */
public final class StrictJson {
    private static final int NESTING = 100;
    private static final int NAME_LENGTH = 5_000;
    private static final int NUMBER_LENGTH = 100;

    private StrictJson() {}

    /** The mapper for code that runs without the container; in it, inject the bean. */
    public static JsonMapper mapper() {
        var builder = JsonMapper.builder(factory());
        refuse(builder);
        return builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enumNamingStrategy((config, type, name) -> name.toLowerCase(Locale.ROOT))
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .addModule(ownTypes())
                .build();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(NESTING)
                                .maxNameLength(NAME_LENGTH)
                                .maxNumberLength(NUMBER_LENGTH)
                                .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static void refuse(JsonMapper.Builder builder) {
        builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(coercion ->
                        coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Textual,
                        coercion ->
                                coercion.setCoercion(
                                                CoercionInputShape.Integer, CoercionAction.Fail)
                                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                        .setCoercion(
                                                CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    private static SimpleModule ownTypes() {
        return new SimpleModule("samokoder")
                .addSerializer(BigDecimal.class, new DecimalText.Writer())
                .addDeserializer(BigDecimal.class, new DecimalText.Reader())
                .addSerializer(Secret.class, new SecretRefusal());
    }
}
