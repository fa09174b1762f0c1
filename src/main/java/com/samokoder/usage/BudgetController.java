package com.samokoder.usage;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.ETags;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The caller's budgets; no access token raises its own. */
@RestController
@RequestMapping("/api/budgets")
class BudgetController {
    private final BudgetService budgets;

    BudgetController(BudgetService budgets) {
        this.budgets = budgets;
    }

    @GetMapping
    ResponseEntity<BudgetView> list(CurrentUser caller) {
        return shown(budgets.list(caller.id()));
    }

    @PutMapping
    ResponseEntity<BudgetView> replace(
            CurrentUser caller,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody BudgetPlan plan) {
        return shown(budgets.replace(caller.id(), plan, ifMatch));
    }

    private static ResponseEntity<BudgetView> shown(BudgetList list) {
        return ResponseEntity.ok().eTag(ETags.of(list.version())).body(BudgetView.of(list));
    }
}
