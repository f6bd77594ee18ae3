// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/build_progress.h"

#include <system_error>

#include "policy/weak_list/list_fault.h"
#include "ramctl/amount_text.h"

namespace ramctl {

using ramauth::Code;
using ramauth::Refusal;
using ramauth::weak_list::BuildPhase;
using ramauth::weak_list::BuildProgress;

void BuildWatch::begin(const BuildProgress& progress) {
    shown_.reset();
    phase_ = progress.phase;
    switch (progress.phase) {
        case BuildPhase::reading:
            shown_.emplace(environment_, "read", progress.total, size_text);
            return;
        case BuildPhase::counting:
            shown_.emplace(environment_, "entries counted", progress.total, count_text);
            return;
        case BuildPhase::writing:
            shown_.emplace(environment_, "entries written", progress.total, count_text);
            return;
    }
}

void BuildWatch::at(const BuildProgress& progress) {
    if (phase_ != progress.phase) begin(progress);
    if (progress.phase != BuildPhase::reading && !hold_) hold_.emplace();
    if (hold_ && SignalHold::asked_to_end()) throw Interrupted{};
    shown_->at(progress.done);
}

Refusal why_not_made(const std::string& output) try {
    throw;
} catch (const ramauth::weak_list::ListFault& fault) {
    return {Code::parameter_format, fault.what(), "WeakList"};
} catch (const std::system_error& fault) {
    return {Code::service_failure, output + " was not written: " + fault.what(), {}};
} catch (const BuildWatch::Interrupted&) {
    return {Code::service_failure, output + " was not written: a signal came", {}};
}

}  // namespace ramctl
