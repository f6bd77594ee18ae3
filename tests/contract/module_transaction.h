// SPDX-License-Identifier: LGPL-2.1-or-later
// A place of its own for the module under test (socket, markers, PAM service), and one transaction
// of real libpam there.
#pragma once

#include <security/pam_appl.h>

#include <deque>
#include <initializer_list>
#include <string>
#include <vector>

namespace ramauth::test {

// Loads the module once more and says where it finds ramd.
class Place {
public:
    explicit Place(const std::string& options = "");
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place();

    [[nodiscard]] const std::string& root() const { return root_; }
    [[nodiscard]] std::string socket() const { return root_ + "/login"; }
    [[nodiscard]] std::string configuration() const { return root_ + "/pam.d"; }
    void manage(const std::string& user) const;
    // `owner`: who must hold the listening end.
    void point_module_here(unsigned owner) const;

private:
    std::string root_;
};

class PamTransaction {
public:
    explicit PamTransaction(const Place& place, const std::string& user = "daemon");
    PamTransaction(const PamTransaction&) = delete;
    PamTransaction& operator=(const PamTransaction&) = delete;
    ~PamTransaction() { pam_end(handle_, PAM_SUCCESS); }

    [[nodiscard]] pam_handle_t* handle() const { return handle_; }
    [[nodiscard]] const std::vector<std::string>& told() const { return told_; }
    // Prompts with echo are answered in this order; then the conversation fails.
    void types(std::initializer_list<std::string> visibly) { visibly_ = visibly; }

private:
    static int converse(int count, const pam_message** messages, pam_response** responses,
                        void* self);

    pam_handle_t* handle_ = nullptr;
    pam_conv conversation_{converse, this};
    std::vector<std::string> told_;
    std::deque<std::string> visibly_;
};

}  // namespace ramauth::test
