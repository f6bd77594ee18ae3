// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/contact_index.h"

namespace ramd {
namespace {

using ramauth::UserName;

std::string folded(std::string_view contact) {
    std::string text(contact);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

std::optional<UserName> ContactIndex::owner_of(std::string_view contact) const {
    if (contact.empty()) return std::nullopt;
    const std::string wanted = folded(contact);
    const auto found = entries_.lower_bound(std::string_view(wanted));
    if (found == entries_.end() || found->first != wanted) return std::nullopt;
    return found->second;
}

void ContactIndex::add(std::string_view contact, const UserName& user) {
    if (!contact.empty()) entries_.emplace(folded(contact), user);
}

ContactIndex::Change ContactIndex::prepare(std::string_view was, std::string_view becomes,
                                           const UserName& user) const {
    Change change;
    const auto known = entries_.find({folded(was), user});
    if (known != entries_.end()) change.gone_ = known;
    if (!becomes.empty()) change.fresh_.emplace(folded(becomes), user);
    return change;
}

void ContactIndex::carry_out(Change change) noexcept {
    if (change.gone_) entries_.erase(*change.gone_);
    entries_.merge(change.fresh_);
}

void ContactIndex::forget(const UserName& user) noexcept {
    std::erase_if(entries_, [&user](const auto& entry) { return entry.second == user; });
}

}  // namespace ramd
