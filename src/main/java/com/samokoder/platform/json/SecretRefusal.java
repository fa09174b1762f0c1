package com.samokoder.platform.json;

import com.samokoder.platform.secrets.Secret;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** A secret has no JSON form; whoever tries to write one has a bug that must not pass quietly. */
final class SecretRefusal extends StdSerializer<Secret> {
    SecretRefusal() {
        super(Secret.class);
    }

    @Override
    public void serialize(Secret value, JsonGenerator generator, SerializationContext context) {
        context.reportBadDefinition(Secret.class, "a secret has no JSON form");
    }
}
