// SPDX-License-Identifier: LGPL-2.1-or-later
// Keeps what it is given to hand over, and says what the test wants.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ramd/factor/courier.h"

namespace ramd::test {

class FakeCourier final : public Courier {
public:
    boost::asio::awaitable<bool> hand_over(CourierMessage message, ramauth::Deadline by) override {
        messages.push_back(std::move(message));
        handed_by = by;
        if (meanwhile) std::exchange(meanwhile, nullptr)();
        co_return takes;
    }
    [[nodiscard]] std::string text(std::size_t number = 0) const {
        return std::string(messages.at(number).text.view());
    }
    // The line of the text that stands by itself: the credential.
    [[nodiscard]] std::string credential(std::size_t number = 0) const {
        const std::string whole = text(number);
        const auto begin = whole.find("\n    ") + 5;
        return whole.substr(begin, whole.find('\n', begin) - begin);
    }

    bool takes = true;
    std::vector<CourierMessage> messages;
    std::optional<ramauth::Deadline> handed_by;
    std::function<void()> meanwhile;  // runs once
};

}  // namespace ramd::test
