package com.samokoder.keys;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.secrets.SealedStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** The operator's command to seal everything anew, while the service serves. */
@RestController
class RotationController {
    private static final Logger LOG = LoggerFactory.getLogger(RotationController.class);

    private final List<SealedStore> stores;
    private final MasterKeys masterKeys;
    private final AuditTrail audit;

    RotationController(List<SealedStore> stores, MasterKeys masterKeys, AuditTrail audit) {
        this.stores = stores;
        this.masterKeys = masterKeys;
        this.audit = audit;
    }

    @PostMapping("/api/admin/keys/rotate")
    Report rotate(CurrentUser caller) {
        if (!caller.admin()) {
            throw ApiException.of(ErrorCode.FORBIDDEN);
        }
        var counts = stores.stream().map(Resealed::of).toList();
        var complete = counts.stream().allMatch(store -> store.unreadable() == 0);
        audit.record(AuditEntry.succeeded(AuditEvent.ADMIN_ROTATE_MASTER_KEY, caller.id().value()));
        LOG.info("Sealed anew under master key {}: {}", masterKeys.currentId(), counts);
        return new Report(masterKeys.currentId(), complete, counts);
    }

    /**
     * @param masterKey the id of the newest master key
     * @param complete whether the previous master key may be taken out of the configuration
     */
    record Report(String masterKey, boolean complete, List<Resealed> stores) {}

    /** What happened to one store. */
    record Resealed(String name, int resealed, int unreadable) {
        static Resealed of(SealedStore store) {
            var count = store.reseal();
            return new Resealed(store.name(), count.resealed(), count.unreadable());
        }
    }
}
