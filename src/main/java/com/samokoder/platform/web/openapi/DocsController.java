package com.samokoder.platform.web.openapi;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class DocsController {

    @GetMapping("/docs")
    String page() {
        return "forward:/docs/index.html";
    }
}
