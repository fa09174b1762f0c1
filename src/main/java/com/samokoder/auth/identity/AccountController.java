package com.samokoder.auth.identity;

import com.samokoder.auth.CurrentUser;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The signed-in user's own account. */
@RestController
@RequestMapping("/api/auth/user")
class AccountController {
    private final AccountService accounts;

    AccountController(AccountService accounts) {
        this.accounts = accounts;
    }

    @GetMapping
    ResponseEntity<Account> get(CurrentUser user) {
        return answer(accounts.get(user));
    }

    @PatchMapping
    ResponseEntity<Account> change(
            CurrentUser user,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ProfileChange change) {
        return answer(accounts.change(user, change, ifMatch));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(CurrentUser user, @Valid @RequestBody Farewell farewell) {
        accounts.delete(user, farewell.password());
    }

    private static ResponseEntity<Account> answer(AccountService.Tagged tagged) {
        return ResponseEntity.ok().eTag(tagged.etag()).body(tagged.account());
    }

    /** A deletion, proved by the password. */
    record Farewell(@NotNull @Size(max = 128) String password) {
        @Override
        public String toString() {
            return "Farewell[hidden]";
        }
    }
}
