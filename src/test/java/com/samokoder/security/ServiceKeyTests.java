package com.samokoder.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.samokoder.platform.supabase.SupabaseProject;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpSession;

import org.junit.jupiter.api.Test;

/** What the code must not reach for. */
class ServiceKeyTests {
    @Test
    void onlyTheTwoPortsHoldTheServicesKey() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "com.samokoder.platform.supabase",
                        "com.samokoder.platform.database",
                        "com.samokoder.auth.supabase")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SupabaseProject.class)
                .check(Sources.main());
    }

    @Test
    void nobodySetsOrReadsACookie() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Cookie.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(HttpSession.class)
                .orShould()
                .callMethodWhere(Calls.named("addCookie", "getCookies", "getSession"))
                .check(Sources.main());
    }
}
