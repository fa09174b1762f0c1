package com.samokoder.platform.database;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A bean of installations that reach their database through PostgREST alone. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OverHttp.Chosen.class)
@interface OverHttp {
    /** Whether {@code SUPABASE_URL} is set and {@code DATABASE_URL} is not. */
    final class Chosen implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var environment = context.getEnvironment();
            return !environment.getProperty("samokoder.supabase.url", "").isBlank()
                    && environment.getProperty("samokoder.database.url", "").isBlank();
        }
    }
}
