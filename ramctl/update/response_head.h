// SPDX-License-Identifier: LGPL-2.1-or-later
// The headers of an answer, line by line as they come; of a chain of redirects those of the last
// one.
#pragma once

#include <string>
#include <string_view>

#include "shared/timestamp.h"

namespace ramctl::update {

class ResponseHead {
public:
    // With or without its line end. A status line begins anew.
    void line(std::string_view text);

    [[nodiscard]] unsigned status() const noexcept { return status_; }
    // Does the answer say itself where its body ends? One that ends with the connection may have
    // lost its end on the way.
    [[nodiscard]] bool ends_verifiably() const noexcept { return framed_; }
    enum class Coding { none, gzip, other };
    [[nodiscard]] Coding coding() const noexcept { return coding_; }
    // Empty where there is none, or one that is longer than a pack keeps or not printable.
    [[nodiscard]] const std::string& etag() const noexcept { return etag_; }
    // Last-Modified, or else Date.
    [[nodiscard]] ramauth::Timestamp newest() const noexcept {
        return modified_ != ramauth::never ? modified_ : date_;
    }
    [[nodiscard]] const std::string& retry_after() const noexcept { return retry_after_; }

private:
    void status_line(std::string_view text);
    void field(std::string_view name, std::string_view value);

    unsigned status_ = 0;
    bool framed_ = false;
    Coding coding_ = Coding::none;
    std::string etag_;
    std::string retry_after_;
    ramauth::Timestamp modified_ = ramauth::never;
    ramauth::Timestamp date_ = ramauth::never;
};

}  // namespace ramctl::update
