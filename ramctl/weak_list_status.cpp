// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/report.h"
#include "ramctl/verbs.h"
#include "ramctl/weak_list_info.h"

namespace ramctl {

ExitStatus run(const WeakListStatusVerb&, Environment& environment) {
    const auto answer = environment.client.weak_list_info();
    if (const auto status = refused(environment.err, answer)) return *status;
    return tell_weak_list(environment, std::get<Fields>(answer));
}

ExitStatus run(const WeakListReloadVerb&, Environment& environment) {
    if (environment.progress)
        environment.err << "ramd reads the whole list. That takes minutes where it is large."
                        << std::flush;
    const auto answer = environment.client.reload_weak_list();
    if (environment.progress) environment.err << "\r\033[K" << std::flush;
    if (const auto status = refused(environment.err, answer)) return *status;
    return tell_weak_list(environment, std::get<Fields>(answer));
}

}  // namespace ramctl
