package com.samokoder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.UUID;

@Execution(ExecutionMode.CONCURRENT)
class HouseRulesTests {
    private final JavaClasses code =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("com.samokoder");

    @Test
    void controllersArePackagePrivateAndTalkToServicesOnly() {
        classes()
                .that()
                .areAnnotatedWith(RestController.class)
                .should()
                .bePackagePrivate()
                .check(code);
        noClasses()
                .that()
                .areAnnotatedWith(RestController.class)
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Repository")
                .check(code);
    }

    @Test
    void repositoriesStayInsideTheirModule() {
        noClasses().that().haveSimpleNameEndingWith("Repository").should().bePublic().check(code);
    }

    @Test
    void nothingIsNamedAfterItsQuality() {
        noClasses()
                .should()
                .haveNameMatching(
                        ".*\\.(Enhanced|Simple|Secure|Advanced|Real|New|Base|Common)[A-Z].*|.*(Util|Utils|Helper|Manager|Impl|V\\d+)")
                .check(code);
    }

    @Test
    void collaboratorsComeThroughTheConstructor() {
        fields().should().notBeAnnotatedWith(Autowired.class).check(code);
    }

    @Test
    void timeAndIdsAreInjected() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .check(code);
    }

    @Test
    void casingNamesALocale() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(code);
    }

    @Test
    void onlyConfigurationReadsTheEnvironment() {
        noClasses()
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(code);
    }

    @Test
    void transactionsStayInsideOneRepository() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Jdbc")
                .should()
                .beAnnotatedWith(Transactional.class)
                .check(code);
        methods()
                .that()
                .areAnnotatedWith(Transactional.class)
                .should()
                .beDeclaredInClassesThat()
                .haveSimpleNameStartingWith("Jdbc")
                .allowEmptyShould(true)
                .check(code);
    }
}
