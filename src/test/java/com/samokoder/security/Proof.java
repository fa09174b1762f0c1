package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;

/** Points to the tests that prove a statement at length, and misses them once they are gone. */
final class Proof {
    private Proof() {}

    /**
     * @param tests each as {@code package.ClassTests#method} below {@code com.samokoder}
     */
    static void by(String... tests) {
        assertThat(tests).isNotEmpty();
        for (var test : tests) {
            var parts = test.split("#");
            var type = type("com.samokoder." + parts[0]);
            assertThat(methods(type).filter(method -> method.getName().equals(parts[1])))
                    .as(test)
                    .isNotEmpty()
                    .allMatch(Proof::runs);
        }
    }

    private static Class<?> type(String name) {
        try {
            var type = Class.forName(name, false, Proof.class.getClassLoader());
            assertThat(type.isAnnotationPresent(Disabled.class)).as(name).isFalse();
            return type;
        } catch (ClassNotFoundException gone) {
            return fail("No class " + name, gone);
        }
    }

    private static Stream<Method> methods(Class<?> type) {
        return Stream.<Class<?>>iterate(type, found -> found != null, Class::getSuperclass)
                .flatMap(found -> Arrays.stream(found.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic());
    }

    private static boolean runs(Method method) {
        return Stream.of(Test.class, ParameterizedTest.class, TestFactory.class)
                        .anyMatch(method::isAnnotationPresent)
                && !method.isAnnotationPresent(Disabled.class);
    }
}
