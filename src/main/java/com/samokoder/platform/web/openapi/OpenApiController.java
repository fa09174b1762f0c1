package com.samokoder.platform.web.openapi;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

@RestController
class OpenApiController {
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    private final byte[] json;
    private final byte[] yaml;

    OpenApiController(OpenApiDocument document, JsonMapper mapper) {
        this.json = mapper.writeValueAsBytes(document.tree());
        this.yaml = new YAMLMapper().writeValueAsBytes(document.tree());
    }

    @GetMapping(value = "/openapi.json", produces = JSON)
    ResponseEntity<byte[]> json() {
        return ResponseEntity.ok(json);
    }

    @GetMapping(value = "/openapi.yaml", produces = YAML)
    ResponseEntity<byte[]> yaml() {
        return ResponseEntity.ok(yaml);
    }
}
