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

class TenancyRulesTests {
    @Test
    void everyRepositoryMethodNamesTheOwner() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areInterfaces()
                .and()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Repository")
                .should(
                        new ArchCondition<JavaMethod>("take the owner as first parameter") {
                            @Override
                            public void check(JavaMethod method, ConditionEvents events) {
                                var parameters = method.getRawParameterTypes();
                                boolean ok =
                                        !parameters.isEmpty()
                                                && parameters
                                                        .getFirst()
                                                        .isEquivalentTo(UserId.class);
                                events.add(
                                        new SimpleConditionEvent(method, ok, method.getFullName()));
                            }
                        })
                .check(
                        new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("com.samokoder"));
    }
}
