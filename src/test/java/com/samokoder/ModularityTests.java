package com.samokoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

import java.util.List;

@Execution(ExecutionMode.CONCURRENT)
class ModularityTests {
    private final ApplicationModules modules = ApplicationModules.of(SamokoderApplication.class);

    @Test
    void modulesOnlyUseWhatTheyDeclare() {
        modules.verify();
    }

    @Test
    void everyModuleDeclaresItsDependencies() throws Exception {
        for (var module : modules) {
            var info = Class.forName(module.getBasePackage().getName() + ".package-info");
            var declared = info.getAnnotation(ApplicationModule.class);
            assertThat(declared).as(module.getDisplayName()).isNotNull();
            assertThat(List.of(declared.allowedDependencies()))
                    .as(module.getDisplayName())
                    .isNotEqualTo(List.of(ApplicationModule.OPEN_TOKEN));
        }
    }
}
