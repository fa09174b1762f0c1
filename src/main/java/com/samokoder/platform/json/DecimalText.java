package com.samokoder.platform.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Decimals travel as text, so that no client rounds money through a double. A JSON number is read
 * too, digit by digit; exponents are not, because {@code 1e999999999} would be written out in full.
 */
final class DecimalText {
    private static final Pattern PLAIN = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

    private DecimalText() {}

    static final class Writer extends StdSerializer<BigDecimal> {
        Writer() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(
                BigDecimal value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toPlainString());
        }
    }

    static final class Reader extends StdDeserializer<BigDecimal> {
        Reader() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            var token = parser.currentToken();
            boolean scalar = token == JsonToken.VALUE_STRING || token.isNumeric();
            var text = scalar ? parser.getString() : "";
            if (!PLAIN.matcher(text).matches()) {
                return context.reportInputMismatch(this, "not a plain decimal");
            }
            return new BigDecimal(text);
        }
    }
}
