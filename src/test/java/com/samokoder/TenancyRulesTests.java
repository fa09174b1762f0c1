package com.samokoder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.samokoder.auth.UserId;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Isolation between tenants is visible in every signature that reaches the database. */
@Execution(ExecutionMode.CONCURRENT)
class TenancyRulesTests {
    @Test
    void everyRepositoryMethodNamesTheOwner() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Repository")
                .and()
                .areNotPrivate()
                .and()
                .areNotStatic()
                .should(takeTheOwnerFirst())
                .check(
                        new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("com.samokoder"));
    }

    private static ArchCondition<JavaMethod> takeTheOwnerFirst() {
        return new ArchCondition<>("take the owner as first parameter") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var parameters = method.getRawParameterTypes();
                boolean ok =
                        !parameters.isEmpty() && parameters.getFirst().isEquivalentTo(UserId.class);
                events.add(new SimpleConditionEvent(method, ok, method.getFullName()));
            }
        };
    }
}
