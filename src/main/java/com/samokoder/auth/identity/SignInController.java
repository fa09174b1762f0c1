package com.samokoder.auth.identity;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Ways in and out. */
@RestController
@RequestMapping("/api/auth")
class SignInController {
    private final SignInService signIns;
    private final AccountService accounts;

    SignInController(SignInService signIns, AccountService accounts) {
        this.signIns = signIns;
        this.accounts = accounts;
    }

    @PostMapping("/register")
    ResponseEntity<Registered> register(@Valid @RequestBody RegistrationRequest account) {
        var registration = signIns.register(account);
        var user = accounts.describe(registration.identity());
        var session = registration.session();
        var signedIn = (session == null) ? null : SignedIn.of(session, user);
        return ResponseEntity.status(HttpStatus.CREATED).body(new Registered(user, signedIn));
    }

    @PostMapping("/login")
    SignedIn login(@Valid @RequestBody Credentials credentials) {
        return signIns.login(credentials);
    }

    @PostMapping("/refresh")
    SignedIn refresh(@Valid @RequestBody RefreshRequest request) {
        return signIns.refresh(request.refreshToken());
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(CurrentUser user, @RequestParam(defaultValue = "local") String scope) {
        accounts.logout(
                user,
                switch (scope) {
                    case "local" -> LogoutScope.LOCAL;
                    case "global" -> LogoutScope.GLOBAL;
                    default ->
                            throw ApiException.invalid(
                                    new FieldProblem("scope", "invalid", "auth.logout_scope"));
                });
    }

    @PostMapping("/recover")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void recover(@Valid @RequestBody RecoveryRequest request) {
        signIns.recover(request.email());
    }

    @PostMapping("/verify")
    SignedIn verify(@Valid @RequestBody MailedToken token) {
        return signIns.verify(token);
    }

    record Registered(Account user, @Nullable SignedIn session) {}

    record RefreshRequest(@NotBlank @Size(max = 512) String refreshToken) {
        @Override
        public String toString() {
            return "RefreshRequest[hidden]";
        }
    }

    record RecoveryRequest(@NotBlank @Size(max = 254) String email) {}
}
