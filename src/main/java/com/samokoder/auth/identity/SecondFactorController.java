package com.samokoder.auth.identity;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.Page;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.UUID;

/** The signed-in user's second factors. */
@RestController
@RequestMapping("/api/auth/mfa/factors")
class SecondFactorController {
    private final SecondFactorService factors;
    private final AccountService accounts;

    SecondFactorController(SecondFactorService factors, AccountService accounts) {
        this.factors = factors;
        this.accounts = accounts;
    }

    /** A handful at most, so there is one page. */
    @GetMapping
    Page<SecondFactor> list(CurrentUser user) {
        return new Page<>(factors.list(user), new Page.Pagination(false, null));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Enrolment enrol(CurrentUser user, @Valid @RequestBody Wish wish) {
        return factors.enrol(user, wish.name());
    }

    @PostMapping("/{id}/challenge")
    Challenge challenge(CurrentUser user, @PathVariable UUID id) {
        return factors.challenge(user, id);
    }

    @PostMapping("/{id}/verify")
    SignedIn verify(
            CurrentUser user, @PathVariable UUID id, @Valid @RequestBody SecondFactorCode code) {
        var session = factors.verify(user, id, code);
        return SignedIn.of(session, accounts.describe(session.identity()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(CurrentUser user, @PathVariable UUID id) {
        factors.remove(user, id);
    }

    /**
     * @param name what the user calls the factor, such as the phone it is on
     */
    record Wish(@Nullable @Size(min = 1, max = 100) String name) {}
}
