// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/request_book.h"

namespace ramd {

bool RequestBook::admit(const std::string& sender, const Abandoned& request) {
    if (running_ >= most) return false;
    Sender& asking = senders_[sender];
    if (asking.running.size() >= most_of_sender) return false;
    asking.running.insert(request);
    ++running_;
    return true;
}

void RequestBook::done(const std::string& sender, const Abandoned& request) {
    const auto place = senders_.find(sender);
    running_ -= place->second.running.erase(request);
    // One that never was identified is forgotten too: nobody may leave an entry for ever.
    const bool worth_keeping = place->second.caller && !place->second.gone;
    if (place->second.running.empty() && !worth_keeping) senders_.erase(place);
}

bool RequestBook::admit_uid(Uid uid) {
    std::size_t& count = running_of_uid_[uid];
    if (uid.value != 0 && count >= most_of_uid) return false;
    ++count;
    return true;
}

void RequestBook::uid_done(Uid uid) {
    const auto place = running_of_uid_.find(uid);
    if (--place->second == 0) running_of_uid_.erase(place);
}

void RequestBook::identified(const std::string& sender, const Caller& caller) {
    senders_.at(sender).caller = caller;
}

std::optional<Caller> RequestBook::caller_of(const std::string& sender) const {
    const auto place = senders_.find(sender);
    return place == senders_.end() ? std::nullopt : place->second.caller;
}

void RequestBook::sender_gone(const std::string& sender) {
    const auto place = senders_.find(sender);
    if (place == senders_.end()) return;
    place->second.gone = true;
    for (const auto& abandoned : place->second.running) abandoned->store(true);
    if (place->second.running.empty()) senders_.erase(place);
}

void RequestBook::all_gone() {
    for (auto& [name, sender] : senders_) {
        for (const auto& abandoned : sender.running) abandoned->store(true);
    }
}

}  // namespace ramd
