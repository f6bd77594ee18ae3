// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/weak_list_manager.h"

#include <string>
#include <utility>

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

Refusal too_many() {
    return {Code::limit_exceeded,
            "There is no room for them: at most a million passwords can be added. Build a list "
            "that has them (ramctl weak-list build).",
            {}};
}

Refusal no_room() {
    return {Code::service_failure, "No room to store them: nothing was added.", {}};
}

std::variant<WeakAddition, Refusal> store_them(Store& store, const std::vector<WeakHash>& hashes) {
    try {
        WeakAddition addition = store.add_weak(hashes);
        if (addition.too_many) return too_many();
        return addition;
    } catch (const StoreFull&) {
        return no_room();
    }
}

void record_refused(const LoginServices& services, const Refusal& refusal, const Request& request) {
    services.log.record(
        {EventKind::manager_refused, {}, refusal.code, refusal.sentence, &request, refusal.field});
}

}  // namespace

std::variant<std::size_t, Refusal> WeakListManager::add(const std::vector<WeakHash>& hashes,
                                                        const Request& request) {
    auto stored = store_them(services_.store, hashes);
    if (auto* refusal = std::get_if<Refusal>(&stored)) {
        record_refused(services_, *refusal, request);
        return std::move(*refusal);
    }
    const std::vector<WeakHash>& added = std::get<WeakAddition>(stored).added;
    services_.weak.added(added);
    services_.log.record({EventKind::weak_passwords_added,
                          {},
                          std::nullopt,
                          std::to_string(added.size()) + " new of " + std::to_string(hashes.size()),
                          &request});
    return added.size();
}

AddedWeakPage WeakListManager::added(const std::optional<WeakHash>& marker, std::size_t max,
                                     const Request& request) const {
    AddedWeakPage page;
    std::vector<std::string> damaged;
    page.hashes = services_.store.list_weak(marker, max + 1, &damaged);
    page.more = page.hashes.size() > max;
    if (page.more) page.hashes.pop_back();
    for (const std::string& part : damaged)
        services_.log.record({EventKind::record_damaged,
                              {},
                              Code::service_failure,
                              part + ": left out of the list of added weak passwords",
                              &request});
    return page;
}

boost::asio::awaitable<std::variant<WeakListInfo, Refusal>> WeakListManager::reload(
    Request request) {
    if (auto refusal = co_await services_.weak.reload()) {
        record_refused(services_, *refusal, request);
        co_return std::move(*refusal);
    }
    co_return services_.weak.info();
}

}  // namespace ramd
