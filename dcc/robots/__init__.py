"""Robots of group chats: messages of the store into WeCom, DingTalk and Feishu."""
