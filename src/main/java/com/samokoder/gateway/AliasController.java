package com.samokoder.gateway;

import com.samokoder.auth.CurrentUser;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

@RestController
@RequestMapping("/api/gateway/aliases")
class AliasController {
    private static final String NAME = "/{name}";

    private final AliasService aliases;

    AliasController(AliasService aliases) {
        this.aliases = aliases;
    }

    @GetMapping
    AliasList list(CurrentUser user) {
        return new AliasList(aliases.list(user.id()));
    }

    @PutMapping(NAME)
    Alias put(CurrentUser user, @PathVariable String name, @Valid @RequestBody AliasPlan plan) {
        return aliases.put(user.id(), name, plan.models());
    }

    @DeleteMapping(NAME)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(CurrentUser user, @PathVariable String name) {
        aliases.delete(user.id(), name);
    }

    record AliasList(List<Alias> data) {}

    record AliasPlan(@NotEmpty @Size(max = 8) List<@NotBlank @Size(max = 256) String> models) {}
}
