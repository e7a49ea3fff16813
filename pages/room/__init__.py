"""The screen in the meeting room: slides as one page of HTML, and the hand that steps them."""
