package com.samokoder.security;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;

import java.util.Set;

/** Calls by the name of what is called, whatever it belongs to. */
final class Calls {
    private Calls() {}

    static DescribedPredicate<JavaMethodCall> named(String... names) {
        var wanted = Set.of(names);
        return DescribedPredicate.describe(
                "one of " + wanted, call -> wanted.contains(call.getTarget().getName()));
    }
}
